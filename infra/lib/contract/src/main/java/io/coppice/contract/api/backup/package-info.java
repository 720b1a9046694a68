/** Backups of guests: {@code /nodes/{node}/vzdump}. */
@NullMarked
package io.coppice.contract.api.backup;

import org.jspecify.annotations.NullMarked;
