"""A page in the browser on the public API, and nothing else: `app.build_app` makes it, `app.main` serves it."""
