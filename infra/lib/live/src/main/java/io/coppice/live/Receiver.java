package io.coppice.live;

/** Takes items that others made, as they made them. */
interface Receiver extends Live {
    /** Nothing happens where there is a newer one of the same owner. */
    void accept(String kind, Item item);
}
