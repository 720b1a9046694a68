/** Backups of guests: {@code /nodes/{node}/vzdump}, and the jobs that make them again and again: {@code /cluster/backup}. */
@NullMarked
package io.coppice.contract.api.backup;

import org.jspecify.annotations.NullMarked;
