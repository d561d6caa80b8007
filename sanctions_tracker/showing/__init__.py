"""What people look at: bars on a line of time, a page, a picture, a calendar. All draw the same bars in the same colours."""

from .page import page_text, write_page

__all__ = ["page_text", "write_page"]
