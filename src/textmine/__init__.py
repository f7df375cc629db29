"""Japanese text mining of evaluation forms; import the part that you need, nothing heavy is loaded here."""

__version__ = "0.1.0"
