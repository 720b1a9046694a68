/**
 * Event types as values: what happened, to what, on which topic, and who may see it.
 *
 * <p>Invariant: a type of a version never changes its payload but by further optional components; anything else is a new
 * version. How events are kept and brought to readers is not told here.
 */
@NullMarked
package io.coppice.contract.event;

import org.jspecify.annotations.NullMarked;
