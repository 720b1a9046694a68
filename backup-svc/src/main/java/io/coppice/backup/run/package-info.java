/**
 * The task {@code vzdump}, and the doors to guests and to where archives go.
 *
 * <p>Invariant: a guest that is held for a backup is let go, and a file that did not become an archive is removed, whatever
 * happens in between.
 */
@NullMarked
package io.coppice.backup.run;

import org.jspecify.annotations.NullMarked;
