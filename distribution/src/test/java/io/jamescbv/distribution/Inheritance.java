package io.jamescbv.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;

/** What a class owes to its superclasses and interfaces. */
final class Inheritance {
    private final ClassWorld world;

    Inheritance(ClassWorld world) {
        this.world = world;
    }

    Map<String, String> problems(ClassFacts type) {
        Map<String, String> problems = new TreeMap<>();
        ancestorsOfWrongKind(type, problems);
        Set<ClassFacts> lineage = world.lineage(type);
        overriddenFinals(type, lineage, problems);
        if (!type.isInterface() && !type.is(Opcodes.ACC_ABSTRACT) && !lacksSuperclass(type)) {
            unimplemented(type, lineage, problems);
        }
        return problems;
    }

    /** The first superclass or interface, near or far, that nobody has. */
    Optional<String> firstMissingAncestor(ClassFacts type) {
        return world.lineage(type).stream()
                .flatMap(ancestor -> parents(ancestor).stream())
                .filter(name -> world.find(name).isEmpty())
                .findFirst();
    }

    private void ancestorsOfWrongKind(ClassFacts type, Map<String, String> problems) {
        for (String name : parents(type)) {
            Optional<ClassFacts> parent = world.find(name);
            boolean wantInterface = !name.equals(type.superName);
            if (parent.isPresent() && parent.get().isInterface() != wantInterface) {
                problems.put(
                        "class " + LinkCheck.name(parent.get()),
                        (wantInterface ? "is no interface" : "is an interface") + ", inherited by "
                                + LinkCheck.name(type));
            } else if (parent.isPresent() && !Access.toClass(type, parent.get())) {
                problems.put(
                        "class " + LinkCheck.name(parent.get()), "is not public, inherited by " + LinkCheck.name(type));
            } else if (parent.isPresent() && parent.get().is(Opcodes.ACC_FINAL)) {
                problems.put("class " + LinkCheck.name(parent.get()), "is final, extended by " + LinkCheck.name(type));
            }
        }
    }

    private void overriddenFinals(ClassFacts type, Set<ClassFacts> lineage, Map<String, String> problems) {
        for (ClassFacts ancestor : lineage) {
            ancestor.methods.forEach((key, access) -> {
                boolean sealed = (access & Opcodes.ACC_FINAL) != 0 && (access & Opcodes.ACC_PRIVATE) == 0;
                if (ancestor != type && sealed && overrides(type, ancestor, key, access)) {
                    problems.put(
                            Reference.toDeclared(ancestor, key, access).line(),
                            "is final, overridden by " + LinkCheck.name(type));
                }
            });
        }
    }

    private static boolean overrides(ClassFacts type, ClassFacts ancestor, String key, int access) {
        boolean visible = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
                || Access.packageOf(type.name).equals(Access.packageOf(ancestor.name));
        return visible && type.methods.containsKey(key);
    }

    private static void unimplemented(ClassFacts type, Set<ClassFacts> lineage, Map<String, String> problems) {
        for (ClassFacts ancestor : lineage) {
            ancestor.methods.forEach((key, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0 && !isImplemented(key, lineage)) {
                    problems.put(
                            Reference.toDeclared(ancestor, key, access).line(),
                            "is abstract, not implemented by " + LinkCheck.name(type));
                }
            });
        }
    }

    /** A method of a class, even an abstract one, goes before any default of an interface. */
    private static boolean isImplemented(String key, Set<ClassFacts> lineage) {
        int not = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;
        for (ClassFacts ancestor : lineage) {
            Integer access = ancestor.methods.get(key);
            if (access != null && (access & not) == 0) {
                if ((access & Opcodes.ACC_ABSTRACT) == 0) {
                    return true;
                }
                if (!ancestor.isInterface()) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean lacksSuperclass(ClassFacts type) {
        Optional<ClassFacts> c = Optional.of(type);
        while (c.isPresent() && c.get().superName != null) {
            c = world.find(c.get().superName);
        }
        return c.isEmpty();
    }

    private static List<String> parents(ClassFacts type) {
        List<String> names = new ArrayList<>(type.interfaces);
        if (type.superName != null) {
            names.add(type.superName);
        }
        return names;
    }
}
