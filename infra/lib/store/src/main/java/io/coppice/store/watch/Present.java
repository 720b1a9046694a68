package io.coppice.store.watch;

import io.coppice.store.state.History;
import io.coppice.store.state.Picture;

/** What is now, and how it came to be as far as that is known. */
public record Present(Picture picture, History history) {}
