package io.coppice.live;

/** Takes items that others made, as they made them. */
interface Receiver extends Live {
    /** Nothing happens where one of the same owner is there that overtook it, or the same. */
    void accept(String kind, Item item);
}
