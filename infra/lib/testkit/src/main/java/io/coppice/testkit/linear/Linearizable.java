package io.coppice.testkit.linear;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a history of operations on one thing could have been, each happening at one moment between its call and its
 * return: the search of Wing and Gong, which takes one operation after the other that may be next, with the memory of Lowe
 * for what was tried.
 */
public final class Linearizable {
    /** What was found. */
    public sealed interface Verdict {
        record Yes() implements Verdict {}

        /** @param longest the most operations that could be put in an order, of those that were answered */
        record No(int longest) implements Verdict {}

        /** The search was given up: too much was possible at a time. */
        record TooMuch() implements Verdict {}
    }

    private record Tried<S>(BitSet taken, S state) {}

    private record Step<S>(int taken, S before) {}

    private static final int MOST = 2_000_000;

    private Linearizable() {}

    public static <S, I, O> Verdict check(Model<S, I, O> model, List<Operation<I, O>> history) {
        List<Operation<I, O>> ops = history.stream()
                .sorted(Comparator.comparingLong(Operation::called))
                .toList();
        int answered = (int) ops.stream().filter(o -> o.output().isPresent()).count();
        BitSet taken = new BitSet(ops.size());
        Set<Tried<S>> tried = new HashSet<>();
        List<Step<S>> path = new ArrayList<>();
        S state = model.initial();
        int done = 0;
        int longest = 0;
        int from = 0;
        while (done < answered) {
            int next = next(ops, taken, from);
            if (next < 0) {
                if (path.isEmpty()) {
                    return new Verdict.No(longest);
                }
                Step<S> back = path.removeLast();
                taken.clear(back.taken());
                done -= ops.get(back.taken()).output().isPresent() ? 1 : 0;
                state = back.before();
                from = back.taken() + 1;
                continue;
            }
            Optional<S> after = after(model, state, ops.get(next));
            taken.set(next);
            if (after.isPresent() && tried.add(new Tried<>((BitSet) taken.clone(), after.get()))) {
                if (tried.size() > MOST) {
                    return new Verdict.TooMuch();
                }
                path.add(new Step<>(next, state));
                state = after.get();
                done += ops.get(next).output().isPresent() ? 1 : 0;
                longest = Math.max(longest, done);
                from = 0;
            } else {
                taken.clear(next);
                from = next + 1;
            }
        }
        return new Verdict.Yes();
    }

    /** One that nobody saw end and that would change nothing is left for later, or for never: it comes to the same. */
    private static <S, I, O> Optional<S> after(Model<S, I, O> model, S state, Operation<I, O> op) {
        return op.output().isPresent()
                ? model.after(state, op.input(), op.output().get())
                : Optional.of(model.unseen(state, op.input())).filter(s -> !s.equals(state));
    }

    /** The first from an index on that nothing untaken returned before it was called; -1 when there is none. */
    private static <I, O> int next(List<Operation<I, O>> ops, BitSet taken, int from) {
        long firstReturn = Long.MAX_VALUE;
        for (int i = taken.nextClearBit(0); i < ops.size(); i = taken.nextClearBit(i + 1)) {
            Operation<I, O> op = ops.get(i);
            if (op.called() > firstReturn) {
                return -1;
            }
            if (i >= from) {
                return i;
            }
            if (op.output().isPresent()) {
                firstReturn = Math.min(firstReturn, op.returned());
            }
        }
        return -1;
    }
}
