"""Files that play, from recorded segments: frames out of packets, instants out of clocks, one WebM a person, one a
screen. Pure but for `remux`; runs in a process of its own and of low priority."""
