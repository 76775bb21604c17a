"""When the program itself is wrong, and what goes on beside the window."""

import faulthandler
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from ui_desk import REPORT, Desk

from annotator.app.jobs import Cancelled
from annotator.ui.application import leak_problem, make_window
from annotator.ui.hooks import Reporter, install
from annotator.ui.workers import Worker

WORDS = "the bridge would be closed"


@pytest.fixture
def reporter(tmp_path):
    """A reporter that hears of everything that goes wrong in this test."""
    reporter = Reporter(tmp_path / "logs")
    uninstall = install(reporter)
    yield reporter
    uninstall()
    faulthandler.enable()


@pytest.fixture
def told(reporter):
    """What the reporter has told of so far."""
    lines = []
    reporter.happened.connect(lines.append)
    return lines


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
    assert told == ["RuntimeError: the bell is broken"]


def test_the_same_error_is_told_once_and_logged_each_time(reporter, told):
    bell = Bell()
    bell.rung.connect(fail)
    for _ in range(5):
        bell.rung.emit()
    assert told == ["RuntimeError: the bell is broken"]
    assert log(reporter).count("RuntimeError: the bell is broken") == 5


def test_another_error_is_told_too(reporter, told):
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.connect(fail_otherwise)
    bell.rung.emit()
    assert len(told) == 2


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
    faulthandler.enable()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    assert logging.getLogger("annotator").handlers == handlers


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
    assert heard == ["RuntimeError: the bell is broken"]


def test_the_window_says_what_went_wrong_and_stays_usable(
    qtbot, reporter, settings_file, make_project
):
    window = make_window(reporter)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    desk = Desk(qtbot, window).open(make_project(REPORT))
    desk.opened.marks_changed.connect(fail)
    desk.tag(WORDS, "c")
    assert desk.message.startswith(
        "Something went wrong in the program (RuntimeError: the bell is broken)."
    )
    assert str(reporter.log) in desk.message
    assert desk.tagged() == [("claim", WORDS)]
    desk.tag("Monday", "q")
    assert len(desk.stored()) == 2
    assert window.close()


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


def test_a_worker_without_a_job_is_not_busy(worker):
    worker.cancel()
    worker.finish()
    assert not worker.busy
