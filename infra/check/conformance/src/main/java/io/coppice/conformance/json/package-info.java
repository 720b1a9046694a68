/** Reading the cases: JSON as it lies in the folders, and the comparison of values as loose as the suites mean it. */
@NullMarked
package io.coppice.conformance.json;

import org.jspecify.annotations.NullMarked;
