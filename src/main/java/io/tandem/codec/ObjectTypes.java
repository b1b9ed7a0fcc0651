package io.tandem.codec;

import io.tandem.owner.SharedObject;
import io.tandem.owner.Travels;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The allow-list of an {@link ObjectCodec}: a type, those its fields declare (type arguments, permitted classes and enums
 * included, and so on down), those named beside it, values and collections of the JDK, and shared things. What could never
 * travel is refused here, when the codec is made, by class and field. Immutable afterwards.
 */
final class ObjectTypes {
    /** List, Set, Map and Travels stand for all of their kind that are not named. Its place is its number: append only. */
    private static final String JDK = """
            java.lang. Boolean Byte Character Short Integer Long Float Double String
            [ Z B C S I J F D
            [Ljava.lang. String; Object;
            java.math. BigInteger BigDecimal
            java.util. List Set Map ArrayList LinkedList ArrayDeque HashSet LinkedHashSet TreeSet HashMap LinkedHashMap TreeMap
            java.util. UUID Date Currency BitSet Optional OptionalInt OptionalLong OptionalDouble
            java.util.concurrent. ConcurrentHashMap ConcurrentLinkedQueue CopyOnWriteArrayList
            java.time. Instant Duration Period Year YearMonth MonthDay LocalDate LocalTime LocalDateTime
            java.time. OffsetTime OffsetDateTime ZonedDateTime ZoneOffset ZoneRegion
            """;

    /** Always allowed. */
    static final Set<Class<?>> PLAIN = plain();

    private static final Set<String> HOOKS = Set.of("writeReplace", "readResolve", "writeObject", "readObject");

    private final TreeMap<String, Class<?>> users = new TreeMap<>();
    private final Map<Class<?>, ObjectFields> objects = new HashMap<>();
    private final Map<Class<?>, String> supertypes = new LinkedHashMap<>();

    ObjectTypes(Class<?> type, Class<?>... also) {
        allow(type, "the type");
        for (Class<?> each : also) {
            allow(each, "a type");
        }
        for (Map.Entry<Class<?>, String> each : supertypes.entrySet()) {
            refuseIf(!isMet(each.getKey()), each.getKey(), each.getValue(), "and nothing known could arrive for it");
        }
    }

    private static Set<Class<?>> plain() {
        Set<Class<?>> classes = new LinkedHashSet<>(Set.of(Travels.class));
        for (String line : JDK.split("\n")) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                classes.add(ofJdk(words[0] + words[i]));
            }
        }
        return classes;
    }

    private static Class<?> ofJdk(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JDK has no " + name, e);
        }
    }

    /** The classes of the user, arrays and enums included, in the order of their numbers. */
    Collection<Class<?>> users() {
        return users.values();
    }

    /** Null for arrays and enums. */
    ObjectFields fields(Class<?> user) {
        return objects.get(user);
    }

    /** Differs between JVMs that would read each other wrongly. */
    int fingerprint() {
        StringBuilder text = new StringBuilder("1");
        for (Class<?> each : users.values()) {
            text.append('\n').append(each.getName());
            if (each.isEnum()) {
                for (Object constant : each.getEnumConstants()) {
                    text.append(' ').append(((Enum<?>) constant).name());
                }
            } else if (!each.isArray()) {
                for (Field field : objects.get(each).all()) {
                    text.append(' ').append(field.getName()).append(field.getType());
                }
            }
        }
        return text.toString().hashCode();
    }

    /** The allowed class in whose form an object of some class travels. */
    Class<?> formOf(Class<?> type) {
        if (isShared(type)) {
            return Travels.class;
        } else if (Enum.class.isAssignableFrom(type) && users.containsValue(type.getSuperclass())) {
            return type.getSuperclass(); // a constant with a body
        } else if (isOfJdk(type) && List.class.isAssignableFrom(type)) {
            return List.class;
        } else if (isOfJdk(type) && Set.class.isAssignableFrom(type)) {
            return Set.class;
        } else if (isOfJdk(type) && Map.class.isAssignableFrom(type)) {
            return Map.class;
        }
        throw new EncodeException(
                type.getName() + " is not among the classes " + users.keySet()
                        + " and the values and collections of the JDK; name it in Codecs.of(type, more)",
                null);
    }

    private void allow(Type declared, String where) {
        for (Class<?> each : Declared.classes(declared)) {
            allow(each, where);
        }
    }

    private void allow(Class<?> type, String where) {
        if (type.isPrimitive() || PLAIN.contains(type) || isShared(type)) {
            return;
        }
        boolean made = !type.isInterface() && (type.isArray() || !Modifier.isAbstract(type.getModifiers()));
        if (type.isArray()) {
            allow(type.getComponentType(), where);
            users.put(type.getName(), type);
        } else if (type.isEnum()) {
            users.put(type.getName(), type);
        } else if (!made || isOfJdk(type)) {
            if (supertypes.putIfAbsent(type, where) == null) {
                allowPermitted(type);
            }
        } else if (users.put(type.getName(), type) == null) {
            allowMembers(type, where);
        }
    }

    private void allowMembers(Class<?> type, String where) {
        refuseIf(type.isHidden(), type, where, "which has no name, as a lambda has none");
        for (Class<?> each = type; each != Object.class && each != Record.class; each = each.getSuperclass()) {
            refuseIf(isOfJdk(each), type, where, "whose state in " + each.getName() + " cannot be read");
            refuseIf(hasHooks(each), type, where, "which has serialization of its own");
        }
        ObjectFields fields = new ObjectFields(type);
        objects.put(type, fields);
        for (Field field : fields.all()) {
            String here = "field " + field.getName() + " of "
                    + field.getDeclaringClass().getName();
            allow(field.getType(), here);
            allow(field.getGenericType(), here);
        }
        allow(type.getGenericSuperclass(), "the superclass of " + type.getName());
        allowPermitted(type);
    }

    private void allowPermitted(Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                allow(each, "a permitted class of " + type.getName());
            }
        }
    }

    private boolean isMet(Class<?> declared) {
        for (Class<?> each : PLAIN) {
            if (declared.isAssignableFrom(each)) {
                return true;
            }
        }
        for (Class<?> each : users.values()) {
            if (declared.isAssignableFrom(each)) {
                return true;
            }
        }
        return false;
    }

    private static void refuseIf(boolean bad, Class<?> type, String where, String why) {
        if (bad) {
            throw new EncodeException(
                    where + " is " + type.getName() + ", " + why
                            + ": make the field transient, seal its type or name classes in"
                            + " Codecs.of(type, more), or take Codecs.serializable or a Codec of your own",
                    null);
        }
    }

    private static boolean hasHooks(Class<?> type) {
        boolean found = Externalizable.class.isAssignableFrom(type);
        for (Method method : type.getDeclaredMethods()) {
            found |= Serializable.class.isAssignableFrom(type) && HOOKS.contains(method.getName());
        }
        return found;
    }

    private static boolean isShared(Class<?> type) {
        return SharedObject.class.isAssignableFrom(type) || Travels.class.isAssignableFrom(type);
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
