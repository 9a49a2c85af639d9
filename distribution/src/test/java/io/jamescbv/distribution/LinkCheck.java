package io.jamescbv.distribution;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Does what the JVM does when it links a class, without loading it: finds every class, field and method that class files
 * refer to, walks superclasses and interfaces, and looks at kind (static, interface), access and unimplemented methods.
 */
final class LinkCheck {
    private final ClassWorld world;
    private final Set<String> optional;
    private final Inheritance inheritance;

    /** What is missing: the reference's line, and why it does not link. */
    final Map<String, String> missing = new TreeMap<>();

    /** What is there but wrong, or forgotten: no list can excuse it. */
    final Map<String, String> broken = new TreeMap<>();

    /** Classes whose internal name begins like one of optional may be absent. */
    LinkCheck(ClassWorld world, Set<String> optional) {
        this.world = world;
        this.optional = optional;
        this.inheritance = new Inheritance(world);
    }

    LinkCheck check(Iterable<byte[]> classFiles) {
        for (byte[] classFile : classFiles) {
            ClassFacts from = ClassFacts.of(classFile);
            References.of(classFile).forEach(reference -> resolve(from, reference));
            broken.putAll(inheritance.problems(from));
        }
        return this;
    }

    private void resolve(ClassFacts from, Reference to) {
        if (to.owner.startsWith("[")) {
            return; // clone() and length of arrays; the element's class is a reference of its own
        }
        if (isOptional(to.owner)) {
            return;
        }
        Optional<ClassFacts> owner = world.find(to.owner);
        if (owner.isEmpty()) {
            missing(from, to, "no such class");
        } else if (!to.isClass()) {
            resolveMember(from, to, owner.get());
        }
    }

    private void resolveMember(ClassFacts from, Reference to, ClassFacts owner) {
        // Not for every class named: one that only stands in a descriptor is loaded, but never accessed.
        if (!Access.toClass(from, owner)) {
            broken(from, to, "its class is not public");
            return;
        }
        if (to.isMethod() && to.onInterface != owner.isInterface()) {
            broken(from, to, "the class is " + (owner.isInterface() ? "" : "not ") + "an interface");
            return;
        }
        for (ClassFacts declaring : world.lineage(owner)) {
            Integer access = (to.isMethod() ? declaring.methods : declaring.fields).get(to.key());
            if (access == null && isSignaturePolymorphic(declaring, to)) {
                return;
            }
            if (access != null) {
                if (((access & Opcodes.ACC_STATIC) != 0) != to.isStatic) {
                    broken(from, to, "is " + (to.isStatic ? "not " : "") + "static");
                } else if (!Access.toMember(world, from, declaring, access)) {
                    broken(from, to, "is not accessible from there");
                }
                return;
            }
        }
        Optional<String> gap = inheritance.firstMissingAncestor(owner);
        if (gap.filter(this::isOptional).isEmpty()) {
            String why = to.isMethod() ? "no such method" : "no such field";
            missing(
                    from,
                    to,
                    gap.map(name -> why + " as far as known without " + name).orElse(why));
        }
    }

    private boolean isOptional(String name) {
        return optional.stream().anyMatch(name::startsWith);
    }

    private static boolean isSignaturePolymorphic(ClassFacts declaring, Reference to) {
        return to.isMethod()
                && (declaring.name.equals("java/lang/invoke/MethodHandle")
                        || declaring.name.equals("java/lang/invoke/VarHandle"))
                && declaring.methods.keySet().stream()
                        .anyMatch(key -> key.startsWith(Reference.key(to.member, "([Ljava/lang/Object;)")));
    }

    private void missing(ClassFacts from, Reference to, String why) {
        missing.putIfAbsent(to.line(), why + ", wanted by " + name(from));
    }

    private void broken(ClassFacts from, Reference to, String why) {
        broken.putIfAbsent(to.line(), why + ", used by " + name(from));
    }

    static String name(ClassFacts facts) {
        return Type.getObjectType(facts.name).getClassName();
    }
}
