"""Does many small pieces of work in forked processes.

Threads would take turns under the GIL: half of the time per file is Python's own.
"""

import _signal as signal  # type: ignore  # without the enumerations around it, which are slow to import
import errno
import os
import struct

from pexpack_report import Failure

TICKET = struct.Struct("=L")
MOST_TICKETS = 1000  # all fit in a pipe of one page, the least a system gives
MOST_PROCESSES = 16


def processors() -> int:
    try:
        return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    except (AttributeError, OSError):
        return min(os.cpu_count() or 1, MOST_PROCESSES)


def do_all(jobs: list, work, processes: int) -> None:
    """Calls work(job) for each job, in this process and `processes` - 1 forked ones.

    The first exception of any of them is raised again here, as OSError or Failure, when all have
    stopped. Without descriptors or processes to be had it does the work alone.
    """
    pipes = _pipes() if processes > 1 and len(jobs) > 1 else []
    if not pipes:
        for job in jobs:
            work(job)
        return
    (tickets, ticket_writer), (errors, error_writer) = pipes
    step = len(jobs) // MOST_TICKETS + 1
    for first in range(0, len(jobs), step):
        os.write(ticket_writer, TICKET.pack(first))
    os.close(ticket_writer)
    # Of children whose SIGCHLD is ignored nobody learns how they end.
    handler = signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    children = []
    for _ in range(min(processes, len(jobs)) - 1):
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            _serve(_drawn(jobs, step, tickets), work, error_writer)
        children.append(child)
    os.close(error_writer)
    try:
        for job in _drawn(jobs, step, tickets):
            work(job)
    finally:
        while os.read(tickets, 65536):  # after a failure nobody shall draw another
            pass
        os.close(tickets)
        statuses = [os.waitpid(child, 0)[1] for child in children]
        signal.signal(signal.SIGCHLD, handler)
        report = os.read(errors, 65536).decode("utf-8", "replace")
        os.close(errors)
    if report:
        number, _, text = report.partition(" ")
        text = text.partition("\n")[0]
        raise OSError(int(number), text) if int(number) else Failure(text)
    if any(statuses):
        raise Failure("a process that unpacked files was killed")


def _pipes() -> list:
    """Two of them, or none where they would leave too few descriptors to work with."""
    made: list = []
    try:
        while len(made) < 3:
            made.append(os.pipe())
    except OSError:
        pass
    kept = made[:2] if len(made) == 3 else []
    for pipe in made[len(kept) :]:
        for descriptor in pipe:
            os.close(descriptor)
    return kept


def _drawn(jobs: list, step: int, tickets: int):
    """Draws a ticket as often as there is one; each stands for `step` jobs."""
    while True:
        ticket = os.read(tickets, TICKET.size)
        if not ticket:
            return
        (first,) = TICKET.unpack(ticket)
        yield from jobs[first : first + step]


def _serve(jobs, work, errors: int) -> None:
    """A forked process: works until no job is left or its parent is gone. Never returns."""
    status = 1
    try:
        parent = os.getppid()
        for job in jobs:
            work(job)
            if os.getppid() != parent:
                break
        status = 0
    except OSError as error:
        text = "%d %s: %s\n" % (error.errno or errno.EIO, error.strerror, error.filename)
        os.write(errors, text.encode("utf-8", "replace"))
    except Exception as error:
        os.write(errors, ("0 %s\n" % error).encode("utf-8", "replace"))
    finally:
        os._exit(status)  # also on Ctrl-C: the parent speaks
