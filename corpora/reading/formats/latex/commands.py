"""What the commands and environments of LaTeX do to the text that a reader sees.

The tables hold LaTeX's own commands and those of the packages that most papers and books load; a
command that is in no table leaves nothing behind, and its arguments are read as text.
"""

from __future__ import annotations

import unicodedata

from duizhao.corpora.reading.formats.story import names

__all__ = [
    "ASIDE",
    "BEGIN_ARGUMENTS",
    "BYLINES",
    "CODE_TEXT",
    "DEFINING",
    "DEFINING_TWICE",
    "HEADINGS",
    "ITEMS",
    "LISTINGS",
    "MATH",
    "NOTES",
    "REFERENCES",
    "SILENT",
    "SYMBOLS",
    "TABLES",
    "TOLD",
    "accented",
]

#: Commands whose argument in braces is a heading.
HEADINGS = names(
    "part chapter section subsection subsubsection paragraph subparagraph title subtitle"
    " frametitle framesubtitle addchap addsec minisec"
)
#: Commands whose argument says who wrote the text, where and when.
BYLINES = names("author date affil affiliation institute address email institution")
#: Commands whose argument is a footnote or the like.
NOTES = names(
    "footnote footnotetext endnote sidenote marginpar marginnote thanks tablefootnote pfootnote"
)
#: Commands that a reader sees as a number or a name in brackets.
REFERENCES = names(
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite"
    " footcite fullcite smartcite supercite upcite ref eqref pageref autoref cref Cref vref nameref"
    " labelcref subref"
)
#: Commands that fetch text from another file: it is not fetched, and that is told.
TOLD = names("input include subfile import subimport includepdf lstinputlisting verbatiminput")
#: Commands whose argument is said to a machine or by one.
CODE_TEXT = names("texttt code path nolinkurl url")
#: Environments whose content is shown as it stands.
LISTINGS = names(
    "verbatim Verbatim lstlisting minted alltt BVerbatim LVerbatim tikzpicture pgfpicture"
)
#: Environments that no reader sees, as they stand.
ASIDE = names("comment filecontents")
#: Environments of displayed formulas.
MATH = names(
    "equation align gather multline eqnarray displaymath math flalign alignat dmath subequations"
)
#: Environments of lists.
ITEMS = names("itemize enumerate description compactitem compactenum thebibliography inparaenum")
#: Environments of cells.
TABLES = names("tabular tabularx tabulary tabu longtable array supertabular xltabular longtabu")

#: How many arguments in braces of an environment no reader sees; those in square brackets before
#: and between them count as well.
BEGIN_ARGUMENTS = dict.fromkeys(
    names("figure figure* table table* enumerate itemize description columns lstlisting"),
    0,
) | {
    "tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "xltabular": 2, "longtable": 1,
    "supertabular": 1, "tabu": 1, "longtabu": 1, "array": 1, "wrapfigure": 2, "wraptable": 2,
    "subfigure": 1, "subtable": 1, "minipage": 1, "multicols": 1, "multicols*": 1,
    "thebibliography": 1, "list": 2, "adjustbox": 1, "otherlanguage": 1, "otherlanguage*": 1,
    "CJK": 2, "CJK*": 2, "column": 1, "minted": 1,
}  # fmt: skip

#: How many arguments in braces of a command leave nothing, as the command itself does; those in
#: square brackets before and between them count as well.
SILENT = (
    dict.fromkeys(names("linebreak pagebreak nolinebreak nopagebreak footnotemark hyperref"), 0)
    | dict.fromkeys(
        names(
            "label vspace hspace pagestyle thispagestyle bibliography bibliographystyle nocite"
            " usetheme usecolortheme usefonttheme color rowcolor cellcolor index glossary"
            " hyphenation pagenumbering phantom hphantom vphantom selectlanguage"
            " graphicspath hypertarget"
            " RequirePackage usepackage documentclass captionsetup cmidrule cline setlist lstset"
            " hypersetup geometry pagecolor theoremstyle addbibresource ctexset setmainfont"
            " setsansfont setmonofont setCJKmainfont setCJKsansfont setCJKmonofont"
            " raisebox fontfamily"
            " fontseries fontshape stepcounter refstepcounter usetikzlibrary"
            " pdfbookmark textcolor colorbox"
            " parbox makebox framebox href scalebox includegraphics linespread foreignlanguage"
            " newlength newcounter hyperlink linenumbers tikzset pgfplotsset sisetup"
        ),
        1,
    )
    | dict.fromkeys(
        names(
            "setlength addtolength setcounter addtocounter fontsize multicolumn multirow newtheorem"
            " numberwithin counterwithin fcolorbox resizebox addtocontents DeclareMathOperator rule"
            " markboth newglossaryentry"
        ),
        2,
    )
    | dict.fromkeys(names("definecolor addcontentsline newacronym"), 3)
)

#: Commands that define others.
DEFINING = names(
    "newcommand renewcommand providecommand DeclareRobustCommand def gdef edef xdef let"
)
#: Commands that define environments, whose two bodies leave nothing.
DEFINING_TWICE = names("newenvironment renewenvironment")

#: Commands that are a character or a few.
SYMBOLS = {
    "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ",
    ",": "\u202f", ";": " ", ":": " ", "/": "", "-": "", "!": "", "@": "", "quad": " ",
    "qquad": " ",    "thinspace": "\u202f", "enspace": " ", "space": " ", "nobreakspace": " ",
    "ldots": "…", "dots": "…", "textellipsis": "…", "cdots": "…", "textendash": "–",
    "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "lq": "‘", "rq": "’", "guillemotleft": "«", "guillemotright": "»",
    "og": "« ", "fg": " »", "flqq": "«", "frqq": "»", "glqq": "„", "grqq": "“",
    "quotedblbase": "„", "quotesinglbase": "‚", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbar": "|", "textless": "<", "textgreater": ">",
    "textbullet": "•", "textdegree": "°", "degree": "°", "textcelsius": "℃", "celsius": "℃",
    "texttrademark": "™", "textregistered": "®", "copyright": "©", "textcopyright": "©",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "textyen": "¥", "EUR": "€",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "textpm": "±", "texttimes": "×", "textmu": "µ",
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "textquestiondown": "¿", "textexclamdown": "¡", "percent": "%",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX",
    "BibTeX": "BibTeX", "slash": "/", "par": "\n\n", "and": "·", "textasteriskcentered": "*",
}  # fmt: skip

# Combining characters of accents, by the command that sets them.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}


def accented(command: str, letter: str) -> str | None:
    """Return a letter with the accent that a command sets; None if it sets none.

    :param command: The name of the command.
    :param letter: What it sets it on; empty for the bare accent, which is nothing.

    >>> accented("'", "e"), accented("v", "s"), accented("emph", "e"), accented('"', "")
    ('é', 'š', None, '')
    """
    mark = _ACCENTS.get(command)
    if mark is None:
        return None
    base = _DOTLESS.get(letter, letter)
    return unicodedata.normalize("NFC", base[:1] + mark) + base[1:] if base else ""
