"""Links of paragraphs: what a digest's paragraph comes from, where its sentences cannot say."""
