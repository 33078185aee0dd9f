"""A page in the browser on the public API, and nothing else: `app.build_app` makes it, `app.main` serves it.

`tabs` has one file a tab, `texts` every word on the page, `pictures` what is drawn, `sessions` what is each visitor's
own, `assets` the style and the few lines that run in the browser.
"""
