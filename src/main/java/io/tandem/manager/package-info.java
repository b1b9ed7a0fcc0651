/**
 * Programs: a JVM that holds ordinary objects for others. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.manager.Manager}, {@link io.tandem.manager.ManagerOptions}, {@link io.tandem.manager.ManagedMap},
 *       {@link io.tandem.manager.ManagedList}, {@link io.tandem.manager.ManagedSet},
 *       {@link io.tandem.manager.ManagedNamespace}, {@link io.tandem.manager.Shipped},
 *       {@link io.tandem.manager.SharedThings}: what users see
 *   <li>{@link io.tandem.manager.Remote}, {@link io.tandem.manager.Sort}, {@link io.tandem.manager.ManagedRef}: how objects
 *       are called and named
 *   <li>{@link io.tandem.manager.Values}, {@link io.tandem.manager.ValueWriter}, {@link io.tandem.manager.ValueReader},
 *       {@link io.tandem.manager.Packed}, {@link io.tandem.manager.Messages}, {@link io.tandem.manager.Failures}: messages
 *   <li>client: {@link io.tandem.manager.Link}, {@link io.tandem.manager.Greeting}, {@link io.tandem.manager.Answers},
 *       {@link io.tandem.manager.LinkRemote}, {@link io.tandem.manager.Functions}, and the proxies
 *   <li>server: {@link io.tandem.manager.Server}, {@link io.tandem.manager.Session}, {@link io.tandem.manager.Call},
 *       {@link io.tandem.manager.Servants}, {@link io.tandem.manager.Servant} and its kinds,
 *       {@link io.tandem.manager.Interfaces}
 * </ul>
 */
package io.tandem.manager;
