using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mesh.Cryptography.Tests.PublicApi;

/// <summary>
/// What an assembly shows to others, as text: a line for each public type, in the form of its declaration, below it one for each public or
/// protected member. Sorted, so that it changes only with the interface.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(double)] = "double", [typeof(float)] = "float", [typeof(char)] = "char",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint", [typeof(decimal)] = "decimal",
    };

    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(FullName, StringComparer.Ordinal).SelectMany(Lines)];

    /// <summary>What is in one list and not in the other, in order: "- was", "+ is"; with the type that it belongs to.</summary>
    public static string Difference(IReadOnlyList<string> recorded, IReadOnlyList<string> actual)
    {
        HashSet<string> before = [.. Qualified(recorded)];
        HashSet<string> now = [.. Qualified(actual)];
        return string.Join('\n', before.Where(l => !now.Contains(l)).Select(l => "- " + l).Concat(now.Where(l => !before.Contains(l)).Select(l => "+ " + l)));
    }

    private static IEnumerable<string> Qualified(IEnumerable<string> lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (!line.StartsWith(' '))
            {
                type = line;
                yield return line;
            }
            else
            {
                yield return $"{type} {{ {line.Trim()} }}";
            }
        }
    }

    private static IEnumerable<string> Lines(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return [$"public delegate {Return(invoke)} {FullName(type)}{Parameters(invoke)}"];
        }

        IEnumerable<string> members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}")
            : type.GetMembers(Declared).Select(m => Member(type, m)).OfType<string>().Order(StringComparer.Ordinal);
        return members.Select(m => "    " + m).Prepend("public " + Declaration(type));
    }

    private static string Declaration(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        string modifiers = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsInterface: true } => "",
            { IsValueType: true } => type.IsEnum ? "" : type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        string byRef = type.IsByRefLike ? "ref " : "";
        Type[] inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<string> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)
            ? [Name(parent)]
            : [];
        bases = type.IsEnum ? [] : bases.Concat(type.GetInterfaces().Where(i => i.IsPublic && !inherited.Contains(i)).Select(Name).Order(StringComparer.Ordinal));
        string list = string.Join(", ", bases);
        return $"{modifiers}{byRef}{kind} {FullName(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static string? Member(Type type, MemberInfo member) => member switch
    {
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not FieldInfo { IsPublic: true } && member is not MethodInfo { IsSpecialName: false } => null,
        FieldInfo field when IsShown(field.Attributes) => Field(field),
        ConstructorInfo constructor when IsShown(constructor.Attributes) => $"{Access(constructor)}{Plain(type.Name)}{Parameters(constructor)}",
        PropertyInfo property => Property(property),
        MethodInfo { IsSpecialName: false } method when IsShown(method.Attributes) && !method.Name.Contains('<', StringComparison.Ordinal) => Method(method),
        MethodInfo { IsSpecialName: true } method when IsShown(method.Attributes) && method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(method),
        EventInfo { AddMethod: { } add } shown when IsShown(add.Attributes) => $"{Access(add)}event {Name(shown.EventHandlerType!)} {shown.Name}",
        _ => null,
    };

    private static string Field(FieldInfo field)
    {
        string type = WithNullability(field.FieldType, Nullability.Create(field));
        string access = field.IsPublic ? "" : "protected ";
        return field.IsLiteral
            ? $"{access}const {type} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string? Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } g && IsShown(g.Attributes) ? g : null;
        MethodInfo? set = property.SetMethod is { } s && IsShown(s.Attributes) ? s : null;
        if ((get ?? set) is not { } first)
        {
            return null;
        }

        bool init = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string accessors = (get is null ? "" : Narrower(get, first) + "get; ") + (set is null ? "" : Narrower(set, first) + (init ? "init; " : "set; "));
        string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(first)}{required}{WithNullability(property.PropertyType, Nullability.Create(property))} {name} {{ {accessors}}}";
    }

    private static string Narrower(MethodInfo accessor, MethodInfo first) => first.IsPublic && !accessor.IsPublic ? "protected " : "";

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Access(method)}{Return(method)} {method.Name}{generic}{Parameters(method)}";
    }

    private static string Access(MethodBase method)
    {
        var text = new StringBuilder(method.IsPublic ? "" : "protected ");
        if (method.IsStatic)
        {
            text.Append("static ");
        }
        else if (method is MethodInfo { DeclaringType.IsInterface: false } info)
        {
            bool overrides = info.GetBaseDefinition() != info;
            text.Append(info.IsAbstract ? "abstract " : "").Append(overrides ? (info.IsFinal ? "sealed override " : "override ") : "")
                .Append(info is { IsVirtual: true, IsAbstract: false, IsFinal: false } && !overrides ? "virtual " : "");
        }

        return text.ToString();
    }

    private static string Return(MethodInfo method)
    {
        ParameterInfo result = method.ReturnParameter;
        string modifier = !result.ParameterType.IsByRef ? "" : result.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.InteropServices.InAttribute)) ? "ref readonly " : "ref ";
        return modifier + WithNullability(result.ParameterType, Nullability.Create(result));
    }

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo parameter)
    {
        string modifier = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        bool isPlainValue = parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        string initial = !parameter.HasDefaultValue ? ""
            : isPlainValue && parameter.RawDefaultValue is null ? " = default" : " = " + Literal(parameter.RawDefaultValue);
        return $"{modifier}{WithNullability(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{initial}";
    }

    private static string WithNullability(Type type, NullabilityInfo info)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        string mark = type is { IsValueType: false, IsGenericParameter: false } && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return (info.ElementType is { } element ? WithNullability(type.GetElementType()!, element) : Name(type.GetElementType()!)) + "[]" + mark;
        }

        // A type that is nested in a generic one does not occur here.
        return type.IsGenericType && info.GenericTypeArguments.Length == type.GetGenericArguments().Length
            ? $"{Plain(type.Name)}<{string.Join(", ", type.GetGenericArguments().Zip(info.GenericTypeArguments, WithNullability))}>{mark}"
            : Name(type) + mark;
    }

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => Name(type.GetElementType()!),
        { IsArray: true } => Name(type.GetElementType()!) + "[]",
        { IsPointer: true } => Name(type.GetElementType()!) + "*",
        _ when Keywords.TryGetValue(type, out string? keyword) => keyword,
        { IsGenericType: true } => $"{Outer(type)}{Plain(type.Name)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => Outer(type) + type.Name,
    };

    private static string Outer(Type type) => type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";

    private static string FullName(Type type) => type.Namespace + "." + Name(type);

    private static string Plain(string name) => name.Split('`')[0];

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsShown(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsShown(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
