"""Several pieces of work at once: in order, each on one thread, and nothing is begun after a failure."""

import threading

import pytest
import torch

from voiceclone.threads import is_one_of_several, made_once, mapped, several_at_once, threads_here


def test_work_at_once_comes_in_order_and_keeps_to_one_thread_each():
    barrier = threading.Barrier(2, timeout=10)

    def work(number):
        barrier.wait()  # passed only where two are at it
        return number, is_one_of_several(), threads_here(), torch.get_num_threads()

    before = torch.get_num_threads()
    with mapped(2) as each:
        made = each(work, [(number,) for number in range(4)], [3, 9, 5, 1])
        assert list(made) == [(number, True, 1, 1) for number in range(4)]
    assert (is_one_of_several(), threads_here(), torch.get_num_threads()) == (False, before, before)
    later = []
    thread = threading.Thread(target=lambda: later.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    assert later == [before]


def test_one_piece_at_a_time_is_done_in_this_thread():
    with mapped(1) as each:
        made = each(lambda _: threading.current_thread(), [(0,), (1,)], [1, 1])
        assert list(made) == [threading.current_thread()] * 2


def test_the_largest_of_the_last_pieces_is_begun_first():
    begun = []
    with mapped(2) as each:
        assert list(each(lambda number: begun.append(number) or number, [(n,) for n in range(6)], [9, 1, 2, 1, 5, 3]))
    assert begun.index(4) < begun.index(3)


def test_after_a_failure_nothing_more_is_begun():
    begun, may_end = [], threading.Event()

    def work(number):
        begun.append(number)
        may_end.wait(10)

    def fail():
        with several_at_once(2) as pool:
            for number in range(9):
                pool.submit(work, number)
            threading.Timer(0.2, may_end.set).start()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert len(begun) < 9


def test_what_several_threads_ask_for_is_made_once():
    made = []

    class Owner:
        @made_once
        def dear(self):
            made.append(1)
            threading.Event().wait(0.05)
            return object()

    owner = Owner()
    with several_at_once(4) as pool:
        found = list(pool.map(lambda _: owner.dear, range(4)))
    assert len(made) == 1
    assert set(map(id, found)) == {id(owner.dear)}
