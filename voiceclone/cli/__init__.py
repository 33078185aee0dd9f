"""The command `voiceclone`: one file a verb, each of which parses, calls the public API and prints.

A verb's file imports nothing heavy before its verb is called, so that `voiceclone --help` answers at once.
`main` turns an error of ours into one line on stderr and exit status 2.
"""
