"""A page of HTML that needs nothing else.

    page.py   what a page holds, and how it becomes HTML (template.html)
"""
