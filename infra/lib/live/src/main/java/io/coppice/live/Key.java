package io.coppice.live;

/** An item's name. */
record Key(String kind, String key) {
    /** As one text, for the shared map. */
    String text() {
        return kind + '\n' + key;
    }

    static Key of(String text) {
        int end = text.indexOf('\n');
        return new Key(text.substring(0, end), text.substring(end + 1));
    }
}
