/**
 * The tables of verbs: which endpoint each is, and what its words and its answer mean.
 *
 * <p>Invariant: nothing here says what an option is; that is the endpoint's.
 */
@NullMarked
package io.coppice.cli.verb;

import org.jspecify.annotations.NullMarked;
