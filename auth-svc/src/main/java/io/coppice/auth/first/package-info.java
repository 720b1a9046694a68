/**
 * What the first start makes: ticket keys and the first administrator.
 *
 * <p>Invariant: what is there is never made again.
 */
@NullMarked
package io.coppice.auth.first;

import org.jspecify.annotations.NullMarked;
