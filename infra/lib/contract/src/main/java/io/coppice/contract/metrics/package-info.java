/** Where figures can be sent: kinds of metric servers, and what each can be told. */
@NullMarked
package io.coppice.contract.metrics;

import org.jspecify.annotations.NullMarked;
