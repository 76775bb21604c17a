"""When the program itself is wrong, and what goes on beside the window."""

import faulthandler
import gc
import logging
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import (
    QObject,
    QTimer,
    Signal,
    qInstallMessageHandler,
    qWarning,
)

from annotator.app.jobs import Cancelled
from annotator.ui.application import leak_problem
from annotator.ui.hooks import Reporter, install
from annotator.ui.workers import Worker


@pytest.fixture
def reporter(tmp_path):
    """A reporter that hears of everything that goes wrong in this test."""
    reporter = Reporter(tmp_path / "logs")
    uninstall = install(reporter)
    yield reporter
    uninstall()


@pytest.fixture
def told(reporter):
    """What the reporter has told of so far."""
    failures = []
    reporter.happened.connect(failures.append)
    return failures


class Bell(QObject):
    rung = Signal()


def fail():
    raise RuntimeError("the bell is broken")


def fail_otherwise():
    raise RuntimeError("the bell is broken in another way")


def log(reporter):
    for handler in logging.getLogger("annotator").handlers:
        handler.flush()
    return reporter.log.read_text(encoding="utf-8")


# Hooks -----------------------------------------------------------------------------


def test_an_error_in_a_slot_is_logged_with_where_it_came_from(reporter, told):
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()
    assert "RuntimeError: the bell is broken" in log(reporter)
    assert "in fail" in log(reporter)
    assert [failure.kind for failure in told] == ["RuntimeError"]
    assert "in fail" in told[0].trace


def test_the_same_error_is_the_first_of_its_kind_once(reporter, told):
    bell = Bell()
    bell.rung.connect(fail)
    for _ in range(5):
        bell.rung.emit()
    assert [failure.first for failure in told] == [True] + [False] * 4
    assert log(reporter).count("RuntimeError: the bell is broken") == 5


def test_another_error_is_a_first_one_too(reporter, told):
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.connect(fail_otherwise)
    bell.rung.emit()
    assert [failure.first for failure in told] == [True, True]


def test_an_error_is_in_the_log_before_it_is_told(reporter):
    logged = []
    reporter.happened.connect(lambda _: logged.append("is broken" in log(reporter)))
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()
    assert logged == [True]


def test_what_is_told_quotes_nothing_that_the_error_quotes(reporter, told):
    def read():
        try:
            int("the minister’s words")
        except ValueError as error:
            raise KeyError("another secret word") from error

    bell = Bell()
    bell.rung.connect(read)
    bell.rung.emit()
    (failure,) = told
    assert "secret word" not in failure.trace.replace('KeyError("another secret', "")
    assert "minister" not in failure.trace.replace('int("the minister', "")
    assert "ValueError" in failure.trace
    assert failure.trace.rstrip().endswith("KeyError")


def test_an_error_while_telling_is_logged_and_not_told(reporter):
    heard = []

    def tell(failure):
        heard.append(failure)
        fail()

    reporter.happened.connect(tell)
    bell = Bell()
    bell.rung.connect(fail_otherwise)
    bell.rung.emit()
    assert len(heard) == 1
    assert "the bell is broken in another way" in log(reporter)
    assert "RuntimeError: the bell is broken\n" in log(reporter)


def test_later_slots_are_called_all_the_same(reporter):
    called = []
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.connect(lambda: called.append(True))
    bell.rung.emit()
    assert called == [True]


def test_an_error_in_a_timer_is_told(qtbot, reporter):
    with qtbot.waitSignal(reporter.happened):
        QTimer.singleShot(0, fail)


def test_an_error_in_a_thread_is_told_in_the_windows_thread(qtbot, reporter):
    threads = []
    reporter.happened.connect(lambda _: threads.append(threading.current_thread()))
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]
    assert "in a thread" in log(reporter)


def test_an_error_nobody_can_catch_is_logged(reporter):
    class Broken:
        def __del__(self):
            fail()

    broken = Broken()
    del broken
    assert "unraisable" in log(reporter)


def test_what_qt_warns_of_is_logged(reporter):
    qWarning("something odd in Qt")
    assert "Qt: something odd in Qt" in log(reporter)


def test_an_interrupt_is_no_error(reporter, told, capsys):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []


def test_uninstalling_gives_the_hooks_back(tmp_path):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers = list(logging.getLogger("annotator").handlers)
    uninstall = install(Reporter(tmp_path))
    assert sys.excepthook is not before[0]
    uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    assert logging.getLogger("annotator").handlers == handlers


def test_uninstalling_gives_qts_messages_back_to_whoever_had_them(tmp_path):
    heard = []
    before = qInstallMessageHandler(lambda kind, where, text: heard.append(text))
    try:
        uninstall = install(Reporter(tmp_path))
        qWarning("for the log")
        uninstall()
        qWarning("for the one before")
    finally:
        qInstallMessageHandler(before)
    assert heard == ["for the one before"]


@pytest.mark.parametrize("on", [True, False])
def test_uninstalling_leaves_the_fault_handler_on_or_off_as_it_was(tmp_path, on):
    was_on = faulthandler.is_enabled()
    if on:
        faulthandler.enable(sys.__stderr__)
    else:
        faulthandler.disable()
    try:
        uninstall = install(Reporter(tmp_path))
        assert faulthandler.is_enabled()
        uninstall()
        assert faulthandler.is_enabled() == on
    finally:
        if was_on:
            faulthandler.enable(sys.__stderr__)


# The last end ----------------------------------------------------------------------

RUN = (
    "import ctypes, os, signal, sys; from pathlib import Path\n"
    "from annotator.ui.hooks import Reporter, install\n"
    "uninstall = install(Reporter(Path(sys.argv[1])))\n"
)
ENDS = {
    "crashed": "ctypes.string_at(0)\n",
    "killed": "os.kill(os.getpid(), signal.SIGKILL)\n",
    "well": "uninstall()\n",
}


@pytest.fixture
def started(tmp_path):
    """Starts the program's hooks here; ends them with the test."""
    ends = []

    def start():
        reporter = Reporter(tmp_path)
        ends.append(install(reporter))
        return reporter

    yield start
    for end in ends:
        end()


def end_elsewhere(child, folder, end):
    process = child(RUN + ENDS[end], folder)
    process.wait()


@pytest.mark.parametrize("end", ["crashed", "killed"])
def test_a_bad_end_is_known_at_the_next_start_and_only_then(
    child, started, tmp_path, end
):
    end_elsewhere(child, tmp_path, end)
    reporter = started()
    assert reporter.ended_badly
    assert "ended unexpectedly the last time" in log(reporter)
    assert ("Segmentation fault" in log(reporter)) == (end == "crashed")
    end_elsewhere(child, tmp_path, "well")
    assert not started().ended_badly


def test_a_good_end_leaves_nothing_to_tell(child, started, tmp_path):
    end_elsewhere(child, tmp_path, "well")
    assert not started().ended_badly


def test_the_first_start_has_nothing_to_tell(started):
    assert not started().ended_badly


def test_a_window_that_is_still_open_has_not_ended_badly(child, started, tmp_path):
    process = child(f"{RUN}print('on', flush=True); sys.stdin.readline()\n", tmp_path)
    assert process.stdout.readline() == "on\n"
    assert not started().ended_badly


def test_a_log_that_cannot_be_written_costs_nothing_else(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    reporter = Reporter(blocked)
    uninstall = install(reporter)
    heard = []
    reporter.happened.connect(heard.append)
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()
    uninstall()
    assert [failure.kind for failure in heard] == ["RuntimeError"]


def test_this_pyside_does_not_leak(qapp):
    assert leak_problem() == ""


# Workers ---------------------------------------------------------------------------


@pytest.fixture
def worker(qapp):
    worker = Worker()
    yield worker
    worker.finish()


class Ending:
    """What a job's end was told as."""

    def __init__(self):
        self.results = []
        self.errors = []
        self.threads = []

    def then(self, result):
        self.results.append(result)
        self.threads.append(threading.current_thread())

    def failed(self, error):
        self.errors.append(error)
        self.threads.append(threading.current_thread())


@pytest.fixture
def ending():
    return Ending()


def run(qtbot, worker, job, ending):
    with qtbot.waitSignal(worker.idle):
        worker.start(job, then=ending.then, failed=ending.failed)


def test_a_result_comes_back_in_the_windows_thread(qtbot, worker, ending):
    run(qtbot, worker, lambda _: threading.current_thread(), ending)
    assert ending.results[0] is not threading.main_thread()
    assert ending.threads == [threading.main_thread()]
    assert ending.errors == []


def test_an_error_comes_back_in_the_windows_thread(qtbot, worker, ending):
    run(qtbot, worker, lambda _: 1 / 0, ending)
    assert isinstance(ending.errors[0], ZeroDivisionError)
    assert ending.threads == [threading.main_thread()]
    assert ending.results == []


def test_progress_is_told(qtbot, worker, ending):
    def job(monitor):
        monitor.step(3, 7)
        monitor.step(7, 7)

    with qtbot.waitSignal(worker.progressed) as progressed:
        run(qtbot, worker, job, ending)
    assert progressed.args == [7, 7]


def test_progress_is_told_no_more_often_than_eyes_follow(qtbot, worker, ending):
    steps = []
    worker.progressed.connect(lambda done, total: steps.append(done))

    def job(monitor):
        for done in range(20_000):
            monitor.step(done, 20_001)

    run(qtbot, worker, job, ending)
    assert len(steps) < 100


def test_a_cancelled_job_tells_neither(qtbot, worker, ending):
    started = threading.Event()

    def job(monitor):
        started.set()
        while True:
            monitor.step(0, 1)

    with qtbot.waitSignal(worker.idle):
        worker.start(job, then=ending.then, failed=ending.failed)
        assert started.wait(5)
        worker.cancel()
    assert (ending.results, ending.errors) == ([], [])
    assert not worker.busy


def test_a_job_that_ends_although_it_was_cancelled_tells_its_result(
    qtbot, worker, ending
):
    go = threading.Event()

    def job(_monitor):
        assert go.wait(5)
        return "done"

    with qtbot.waitSignal(worker.idle):
        worker.start(job, then=ending.then, failed=ending.failed)
        worker.cancel()
        go.set()
    assert ending.results == ["done"]


def test_one_job_at_a_time(qtbot, worker, ending):
    go = threading.Event()
    with qtbot.waitSignal(worker.idle):
        worker.start(lambda _: go.wait(5), then=ending.then, failed=ending.failed)
        with pytest.raises(RuntimeError, match="running already"):
            worker.start(lambda _: 0, then=ending.then, failed=ending.failed)
        go.set()
    run(qtbot, worker, lambda _: "second", ending)
    assert ending.results == [True, "second"]


def test_finishing_waits_and_tells_nothing(qtbot, worker, ending):
    ended = []

    def job(monitor):
        try:
            while True:
                monitor.step(0, 1)
        except Cancelled:
            ended.append(True)
            raise

    worker.start(job, then=ending.then, failed=ending.failed)
    worker.finish()
    assert ended == [True]
    with qtbot.waitSignal(worker.idle):
        pass
    assert (ending.results, ending.errors) == ([], [])


def test_a_result_is_let_go_once_it_was_told(qtbot, worker, ending):
    told = []
    with qtbot.waitSignal(worker.idle):
        worker.start(
            lambda _: Ending(),
            then=lambda result: told.append(weakref.ref(result)),
            failed=ending.failed,
        )
    gc.collect()
    assert [result() for result in told] == [None]


def test_a_worker_without_a_job_is_not_busy(worker):
    worker.cancel()
    worker.finish()
    assert not worker.busy
