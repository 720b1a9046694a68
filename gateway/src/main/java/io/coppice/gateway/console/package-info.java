/** What clients of terminals speak: frames of keys, sizes and signs of life. Pure; knows nothing of connections. */
@NullMarked
package io.coppice.gateway.console;

import org.jspecify.annotations.NullMarked;
