/**
 * Words of the command line read by an endpoint's schemas, and help printed from them.
 *
 * <p>Invariant: what is no parameter of the endpoint and no option of every verb is refused.
 */
@NullMarked
package io.coppice.cli.line;

import org.jspecify.annotations.NullMarked;
