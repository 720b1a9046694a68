/** Configuration with units, checked at start. */
@NullMarked
package io.coppice.servicekit.config;

import org.jspecify.annotations.NullMarked;
