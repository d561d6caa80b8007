"""What people look at: bars on a line of time, a page, a picture, a calendar. All draw the same bars in the same colours."""
