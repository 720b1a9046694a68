/**
 * The web page's files, as the build put them into the class path under {@code page/}. They are the same for everybody and
 * hold nothing secret; everything that a user sees comes through the API afterwards. Knows nothing of endpoints.
 */
@NullMarked
package io.coppice.gateway.page;

import org.jspecify.annotations.NullMarked;
