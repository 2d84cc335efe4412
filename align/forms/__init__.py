"""The report in other forms: a workbook, a Word table, text, and findings for programs."""
