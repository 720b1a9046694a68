/**
 * Reading and changing configurations.
 *
 * <p>Invariant: a change is decided wholly before anything is written, and written under the revision it was decided on.
 */
@NullMarked
package io.coppice.compute.config;

import org.jspecify.annotations.NullMarked;
