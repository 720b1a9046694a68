package io.coppice.servicekit.list;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total how many entries the filter let through, before {@code start} and {@code limit}
 */
public record Page(List<?> entries, int total) {}
