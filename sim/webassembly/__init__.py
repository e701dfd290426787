"""The compiled week as WebAssembly, for pages that need no server; in Python sim.kernel.wasm runs it where nothing is compiled.

    entries.py      what the module offers, compiled from the same text as the kernel
    build.py        ``make wasm``: from Numba's LLVM code to kernel.wasm
    description.py  takehold.json: where each number lies, and all that can be set and read, in words

takehold.mjs, with room.mjs and inputs.mjs, is kernel.wasm in JavaScript; pool.mjs runs it on several cores. Types: *.d.mts.
"""
