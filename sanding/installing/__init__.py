"""Installing, upgrading and going back on one server without internet. The standard library only: nothing else is there
yet when these modules run from inside a release archive (ADR 0059)."""
