/** What was: the history of figures; where figures go: metric servers; figures as they are, for those who come for them. */
@NullMarked
package io.coppice.contract.api.metrics;

import org.jspecify.annotations.NullMarked;
