"""Subtitles: what is said when, in SubRip, WebVTT, ASS and TTML."""
