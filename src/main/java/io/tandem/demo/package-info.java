/**
 * The main job: what Tandem does, all at once, with real child JVMs. {@link io.tandem.demo.Demo} runs the steps;
 * {@link io.tandem.demo.DemoStep} is what a step is, {@link io.tandem.demo.Stage} what it is given.
 */
package io.tandem.demo;
