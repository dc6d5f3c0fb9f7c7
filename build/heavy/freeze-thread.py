"""freeze-thread.py PID NAME: stops the thread NAME of a process while the other threads run, like a hang in the GPU
driver. Prints "frozen" and waits until the process has ended. Linux only."""

import ctypes
import os
import sys

PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207
WALL = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]


def thread_named(pid: int, name: str) -> int:
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/comm", encoding="utf-8") as file:
            if file.read().strip() == name:
                return int(thread)
    sys.exit(f"The process {pid} has no thread {name}.")


def trace(request: int, thread: int) -> None:
    if libc.ptrace(request, thread, None, None) != 0:
        sys.exit(f"ptrace is refused: {os.strerror(ctypes.get_errno())}")


thread = thread_named(int(sys.argv[1]), sys.argv[2])
trace(PTRACE_SEIZE, thread)
trace(PTRACE_INTERRUPT, thread)
os.waitpid(thread, WALL)
print("frozen", flush=True)
# A killed process stays a zombie until its tracer has waited for it.
while not (os.WIFSIGNALED(status := os.waitpid(thread, WALL)[1]) or os.WIFEXITED(status)):
    pass
