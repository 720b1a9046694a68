package io.coppice.contract.calendar;

import io.coppice.contract.word.Malformed;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that one part of an event may have: {@code *}, {@code 5}, {@code 8..17}, {@code 0/15}, and lists of these. */
record Component(BitSet values) {
    private static final Pattern ITEM = Pattern.compile("(?:\\*|(\\d{1,4})(?:\\.\\.(\\d{1,4}))?)(?:/(\\d{1,4}))?");

    /** @throws Malformed naming the part */
    static Component parse(String what, String text, int least, int most) {
        BitSet values = new BitSet(most + 1);
        for (String item : text.split(",", -1)) {
            Matcher m = ITEM.matcher(item);
            if (!m.matches()) {
                throw new Malformed("'" + item + "' is no " + what);
            }
            boolean any = m.group(1) == null;
            int first = any ? least : within(what, m.group(1), least, most);
            int step = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
            boolean open = any || step > 0;
            int last = m.group(2) != null ? within(what, m.group(2), least, most) : open ? most : first;
            if (last < first) {
                throw new Malformed("the range '" + item + "' goes backwards");
            }
            if (m.group(3) != null && step < 1) {
                throw new Malformed("'" + item + "' repeats after nothing");
            }
            for (int value = first; value <= last; value += Math.max(1, step)) {
                values.set(value);
            }
        }
        return new Component(values);
    }

    private static int within(String what, String digits, int least, int most) {
        int value = Integer.parseInt(digits);
        if (value < least || value > most) {
            throw new Malformed(what + " " + value + " does not lie between " + least + " and " + most);
        }
        return value;
    }

    boolean has(int value) {
        return values.get(value);
    }

    /** The first value from there on; -1 where there is none. */
    int from(int value) {
        return values.nextSetBit(value);
    }
}
