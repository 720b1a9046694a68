/** What can go wrong, as values; one exception carries them, one switch at the edge turns them into HTTP. */
@NullMarked
package io.coppice.contract.failure;

import org.jspecify.annotations.NullMarked;
