/** Figures as they are, for those who come for them: as the original exports them, and for Prometheus. */
@NullMarked
package io.coppice.metrics.export;

import org.jspecify.annotations.NullMarked;
