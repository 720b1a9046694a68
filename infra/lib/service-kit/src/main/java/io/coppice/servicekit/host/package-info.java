/** The only doors through which a service touches the host. */
@NullMarked
package io.coppice.servicekit.host;

import org.jspecify.annotations.NullMarked;
