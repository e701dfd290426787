"""The live lab: one page on which a person watches a workplace, moves levers, and asks what if.

setting    everything that decides what the page shows, as a link
controls   sliders, made from the registries of levers and parameters
world      one run on Mesa, lived week by week as far as somebody has looked
people, weeks, timeline, needs, many    the pictures; film draws what moves upon what stands still
texts, guided    what the page says, and the guided story
page, page_story, page_free, panels    the page itself, in Solara; everything above knows nothing of it
address.vue, page.css    the address bar that follows the page; how the page looks
"""
