"""The tabs, one a file: each has a function `add` that puts it on the page and ties its buttons to what they do."""
