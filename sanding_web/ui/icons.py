"""Icons that components choose by themselves. The asset build reads every quoted name in this file into the sprite."""

PILL = dict(
    baik="circle-check",
    awas="alert-triangle",
    gawat="circle-x",
    info="info-circle",
    netral="circle-dashed",
    nila="circle-check",
)
STAGE = dict(done="circle-check", now="circle-half-2", todo="circle-dashed", fault="alert-triangle")
NOTE = dict(baik="circle-check", awas="alert-triangle", gawat="circle-x", info="info-circle")
SURENESS = dict(pasti="circle-check", batas="circle-half-2", tidak="circle")
# What pages may ask for in Python data (Action(icon=...)) without naming it in a template.
PAGES = (
    "arrow-right", "check", "clock", "download", "eye", "file-text", "file-upload", "history", "home", "hourglass",
    "lock", "lock-open", "map-2", "plus", "printer", "refresh", "search", "shield-check", "user-search", "users", "x",
)  # fmt: skip
