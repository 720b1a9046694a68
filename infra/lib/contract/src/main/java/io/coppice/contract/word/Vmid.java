package io.coppice.contract.word;

/** A guest's number, unique in the cluster: 100 to 999999999. */
public record Vmid(int number) implements Comparable<Vmid> {
    public static final int LOWEST = 100;
    public static final int HIGHEST = 999_999_999;

    public Vmid {
        if (number < LOWEST || number > HIGHEST) {
            throw new Malformed("a VM ID is a number from 100 to 999999999, not " + number);
        }
    }

    /** @throws Malformed if the text is no number in range */
    public static Vmid parse(String text) {
        boolean number = text.length() >= 3 && text.length() <= 9 && text.charAt(0) != '0';
        for (int i = 0; number && i < text.length(); i++) {
            number = Letters.isDigit(text.charAt(i));
        }
        if (!number) {
            throw new Malformed("value does not look like a valid VM ID");
        }
        return new Vmid(Integer.parseInt(text));
    }

    @Override
    public int compareTo(Vmid other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
