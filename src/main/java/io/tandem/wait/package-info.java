/** Kernel: how threads wait for other processes. {@link io.tandem.wait.Waiter} is all of it so far. */
package io.tandem.wait;
