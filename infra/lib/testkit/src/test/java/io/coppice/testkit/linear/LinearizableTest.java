package io.coppice.testkit.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.testkit.linear.Cell.In;
import io.coppice.testkit.linear.Cell.Out;
import io.coppice.testkit.linear.Linearizable.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearizableTest {
    private final List<Operation<In, Out>> history = new ArrayList<>();

    private void told(In in, Out out, long called, long returned) {
        history.add(new Operation<>(in, Optional.of(out), called, returned));
    }

    private void untold(In in, long called) {
        history.add(new Operation<>(in, Optional.empty(), called, 0));
    }

    private Verdict verdict() {
        return Linearizable.check(new Cell(), history);
    }

    private void yes() {
        assertEquals(new Verdict.Yes(), verdict());
    }

    private void no() {
        assertInstanceOf(Verdict.No.class, verdict());
    }

    @Test
    void nothing_could_have_been() {
        yes();
    }

    @Test
    void many_that_nobody_saw_end_do_not_make_the_search_give_up() {
        for (int i = 0; i < 300; i++) {
            untold(new In.CompareAndSet(Cell.NONE, "u" + i), i);
        }
        told(new In.CompareAndSet(Cell.NONE, "a"), new Out.Done(), 400, 410);
        told(new In.Read(), new Out.Was("a"), 420, 430);
        yes();
        told(new In.CompareAndSet("b", "c"), new Out.Done(), 440, 450);
        no();
    }

    @Test
    void what_was_written_is_read_afterwards() {
        told(new In.Write("a"), new Out.Done(), 0, 10);
        told(new In.Read(), new Out.Was("a"), 11, 12);
        yes();
    }

    @Test
    void an_old_value_after_a_write_was_answered_could_not_have_been() {
        told(new In.Write("a"), new Out.Done(), 0, 10);
        told(new In.Read(), new Out.Was(Cell.NONE), 11, 12);
        no();
    }

    @Test
    void while_a_write_is_on_its_way_both_can_be_read_but_not_the_old_after_the_new() {
        told(new In.Write("a"), new Out.Done(), 0, 100);
        told(new In.Read(), new Out.Was(Cell.NONE), 10, 20);
        told(new In.Read(), new Out.Was("a"), 30, 40);
        yes();
        told(new In.Read(), new Out.Was(Cell.NONE), 50, 60);
        no();
    }

    @Test
    void only_one_of_two_compare_and_sets_from_the_same_text_succeeds() {
        told(new In.CompareAndSet(Cell.NONE, "a"), new Out.Done(), 0, 100);
        told(new In.CompareAndSet(Cell.NONE, "b"), new Out.Refused(), 0, 100);
        yes();
        told(new In.CompareAndSet(Cell.NONE, "c"), new Out.Done(), 0, 100);
        no();
    }

    @Test
    void a_refusal_where_nothing_was_in_the_way_could_not_have_been() {
        told(new In.Take("a"), new Out.Refused(), 0, 1);
        no();
    }

    @Test
    void what_was_not_answered_may_happen_late_or_never() {
        untold(new In.Write("a"), 0);
        told(new In.Read(), new Out.Was(Cell.NONE), 100, 110);
        yes();
        told(new In.Read(), new Out.Was("a"), 200, 210);
        yes();
        told(new In.Read(), new Out.Was(Cell.NONE), 300, 310);
        no();
    }

    @Test
    void two_owners_at_a_time_could_not_have_been() {
        told(new In.Take("a"), new Out.Done(), 0, 1);
        told(new In.Take("b"), new Out.Done(), 2, 3);
        no();
        history.add(1, new Operation<>(new In.Free("a"), Optional.empty(), 1, 0));
        yes();
    }

    /** Against a search that knows no shortcut: all orders, over many small random histories. */
    @Test
    void it_says_the_same_as_trying_every_order() {
        Random random = new Random(11);
        int right = 0;
        for (int i = 0; i < 20_000; i++) {
            history.clear();
            int size = 1 + random.nextInt(6);
            for (int n = 0; n < size; n++) {
                long called = random.nextInt(20);
                In in = in(random);
                if (random.nextInt(4) == 0) {
                    untold(in, called);
                } else {
                    told(in, out(in, random), called, called + random.nextInt(10));
                }
            }
            boolean expected = anyOrder(Cell.NONE, history);
            assertEquals(expected, verdict() instanceof Verdict.Yes, () -> history.toString());
            right += expected ? 1 : 0;
        }
        assertTrue(right > 2000 && right < 18_000, "histories of one kind only: " + right);
    }

    private static In in(Random random) {
        String text = String.valueOf((char) ('a' + random.nextInt(2)));
        return switch (random.nextInt(5)) {
            case 0 -> new In.Read();
            case 1 -> new In.Write(text);
            case 2 -> new In.CompareAndSet(random.nextBoolean() ? Cell.NONE : "a", text);
            case 3 -> new In.Take(text);
            default -> new In.Free(text);
        };
    }

    private static Out out(In in, Random random) {
        if (in instanceof In.Read) {
            return new Out.Was(List.of(Cell.NONE, "a", "b").get(random.nextInt(3)));
        }
        return random.nextInt(3) == 0 && !(in instanceof In.Write) && !(in instanceof In.Free)
                ? new Out.Refused()
                : new Out.Done();
    }

    private static boolean anyOrder(String state, List<Operation<In, Out>> rest) {
        if (rest.stream().noneMatch(o -> o.output().isPresent())) {
            return true;
        }
        Cell cell = new Cell();
        for (Operation<In, Out> op : rest) {
            boolean first = rest.stream().allMatch(o -> o.output().isEmpty() || o == op || o.returned() >= op.called());
            if (!first) {
                continue;
            }
            List<Operation<In, Out>> others = new ArrayList<>(rest);
            others.remove(op);
            Optional<String> after = op.output().isPresent()
                    ? cell.after(state, op.input(), op.output().get())
                    : Optional.of(cell.unseen(state, op.input()));
            if (after.isPresent() && anyOrder(after.get(), others)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_long_history_of_many_clients_is_decided_soon() {
        Random random = new Random(3);
        String state = Cell.NONE;
        for (int i = 0; i < 2000; i++) {
            String next = "v" + i;
            told(new In.CompareAndSet(state, next), new Out.Done(), i * 10L - random.nextInt(40), i * 10L + 1);
            told(new In.CompareAndSet("no", "x"), new Out.Refused(), i * 10L - random.nextInt(40), i * 10L + 5);
            state = next;
        }
        yes();
    }
}
