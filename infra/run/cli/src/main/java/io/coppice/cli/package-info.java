/**
 * The command line: programs whose verbs are endpoints.
 *
 * <p>Invariant: it does nothing that a call to the API could not do, and knows no option that an endpoint does not declare.
 */
@NullMarked
package io.coppice.cli;

import org.jspecify.annotations.NullMarked;
