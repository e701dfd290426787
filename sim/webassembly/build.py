"""Make kernel.wasm: Numba hands over its LLVM code as it stands, and LLVM makes it small and fast for WebAssembly.

``python -m sim.webassembly.build`` writes it, with ``--to FILE`` to another place. The same sources and tools give the same bytes.
"""

import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

from sim.kernel.guard import check_lives_as_mesa
from sim.kernel.wasm import KERNEL, runs, signed, source_fingerprint

# What Numba improves has the structures and vectors of this processor folded in, and not those of WebAssembly.
PLAIN = {"NUMBA_OPT": "0", "NUMBA_LOOP_VECTORIZE": "0", "NUMBA_SLP_VECTORIZE": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
TARGET, FEATURES = "wasm32-unknown-unknown", "+simd128,+bulk-memory,+nontrapping-fptoint,+sign-ext"
# What the code asks for from outside: square roots and the like are instructions, and nothing is ever allocated.
GIVEN = """
define double @{name}(double %x) {{
    %y = call double @llvm.{name}.f64(double %x)
    ret double %y
}}
declare double @llvm.{name}.f64(double)
"""
# Who holds an array is never counted here, since nothing is allocated; the calls alone would take a third of a run.
COUNTING = re.compile(r"^define [^@\n]*@NRT_(incref|decref)\(.*?^}$", re.MULTILINE | re.DOTALL)
UNCOUNTED = "\n".join(f"define void @NRT_{name}(ptr %x) alwaysinline {{ ret void }}" for name in ("incref", "decref"))
# What an error would say names the files of this machine; a page is told the status alone.
SAID = re.compile(r"^(@\.const\.picklebuf\S* = internal constant \{[^}]*\}) \{.*\}$", re.MULTILINE)
# Numba returns a number through a pointer, and a status: here -1 stands for any status but 0.
ENTRY = """
declare i32 @"{inner}"(ptr, ptr, {types})
define i32 @{name}({arguments}) {{
    %number = alloca i64
    %trouble = alloca ptr
    %status = call i32 @"{inner}"(ptr %number, ptr %trouble, {arguments})
    %long = load i64, ptr %number
    %short = trunc i64 %long to i32
    %fine = icmp eq i32 %status, 0
    %told = select i1 %fine, i32 %short, i32 -1
    ret i32 %told
}}
"""


def hide_factors() -> str:
    """Let the factors of Philox be read from memory, as its text for WebAssembly asks; LLVM code of them.

    Numba compiles what it is given for this processor, too, and asks where they are; that code is never run.
    """
    import llvmlite.binding as llvm

    from sim.kernel import philox
    from sim.kernel.layout import LANES
    philox.NARROW["on"] = True
    names = {f"{philox.FACTOR}{int(factor)}": int(factor) for factor in (philox.M0, philox.M1)}
    for name in names:
        llvm.add_symbol(name, 0x1000)
    return "\n".join(f"@{name} = global <{LANES} x i32> <{', '.join([f'i32 {factor}'] * LANES)}>" for name, factor in names.items())


def llvm_code(function: Any, taken: tuple[Any, ...]) -> tuple[str, str]:
    """LLVM code of a function of 32-bit numbers with all that it calls, and its name there."""
    from numba import njit

    from sim.kernel.registered import OPTIONS
    compiled = njit(**OPTIONS)(function)
    compiled.compile(taken)
    (code,) = compiled.inspect_llvm().values()
    code = SAID.sub(r"\1 zeroinitializer", COUNTING.sub(r"declare void @NRT_\1(ptr)", code))
    return code, compiled.overloads[compiled.signatures[0]].fndesc.llvm_func_name


def entry(name: str, inner: str, count: int) -> str:
    """LLVM code of an entry that takes so many numbers."""
    return ENTRY.format(name=name, inner=inner, types=", ".join(["i32"] * count), arguments=", ".join(f"i32 %a{k}" for k in range(count)))


def object_code(codes: list[str], exported: list[str]) -> bytes:
    """What LLVM makes of pieces of code; all but what is exported is its own."""
    import llvmlite.binding as llvm
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TARGET).create_target_machine(cpu="generic", features=FEATURES, opt=3, reloc="static")
    head = f'target triple = "{TARGET}"\ntarget datalayout = "{machine.target_data}"\n'
    modules = [llvm.parse_assembly(head + re.sub(r"^target .*$", "", code, flags=re.MULTILINE).replace("= common ", "= internal "))
               for code in codes]  # WebAssembly knows no common symbols
    for more in modules[1:]:
        modules[0].link_in(more)
    for function in modules[0].functions:
        if not function.is_declaration and function.name not in exported:
            function.linkage = "internal"
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(modules[0], passes)
    return machine.emit_object(modules[0])


def linked(code: bytes, exported: list[str]) -> bytes:
    """Object code as a module of WebAssembly."""
    try:
        import ziglang  # noqa: F401
        linker = [sys.executable, "-m", "ziglang", "wasm-ld"]
    except ImportError:
        linker = [which("wasm-ld") or sys.exit("kernel.wasm needs a linker: the package ziglang, or wasm-ld of LLVM's lld")]
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "kernel.o"), Path(folder, "kernel.wasm")
        source.write_bytes(code)
        subprocess.run([*linker, "--no-entry", "--strip-all", "-O3", "--export=__heap_base", *(f"--export={name}" for name in exported),
                        str(source), "-o", str(out)], check=True)
        return out.read_bytes()


def main(arguments: list[str]) -> None:
    """Write kernel.wasm, after it has given what Mesa gives."""
    os.environ |= PLAIN  # before Numba is first loaded
    fingerprint = source_fingerprint()  # before anything is read that it is made of
    from sim.webassembly.entries import ENTRIES
    codes = [*(GIVEN.format(name=name) for name in ("sqrt", "ceil", "floor")), UNCOUNTED, hide_factors()]
    names = [function.__name__ for function in ENTRIES]
    for function, taken in ENTRIES.items():
        code, inner = llvm_code(function, taken)
        codes += [code, entry(function.__name__, inner, len(taken))]
    made = signed(linked(object_code(codes, names), names), fingerprint)
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder, KERNEL.name)
        tried.write_bytes(made)
        check_lives_as_mesa(partial(runs, path=tried))
    place = Path(arguments[1]) if arguments[:1] == ["--to"] else KERNEL
    place.write_bytes(made)
    print(f"{place.name}: {len(made)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
